# fish completion for sonde: everything that is known of options, values and probes is asked of sonde itself.

function __sonde_complete
    set -l words (commandline -opc)
    set -l reply ($words[1] --complete $words[2..-1] (commandline -ct) 2>/dev/null)
    printf '%s\n' $reply[2..-1]
    switch "$reply[1]"
        case files
            __fish_complete_path (commandline -ct)
        case directories
            __fish_complete_directories (commandline -ct)
        case commands
            __fish_complete_command
    end
end

complete -c sonde -f -a '(__sonde_complete)'
