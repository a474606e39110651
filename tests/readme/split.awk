# tests/readme/split.awk - called by tests/readme/run: cuts the console blocks of a Markdown file into N.cmd, N.expect and N.place below the directory `to`.

# whether the quotes of a command are all closed; a quote in the other kind of quotes is text
function closed(text,    i, c, inside) {
	inside = ""
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (c == "\\" && inside != "'")
			i++
		else if (inside == "" && (c == "'" || c == "\""))
			inside = c
		else if (c == inside)
			inside = ""
	}
	return inside == ""
}

function command_line(line) {
	command = command (command == "" ? "" : "\n") line
	if (!heredoc && line ~ /<<'?EOF'?/)
		heredoc = 1
	else if (heredoc && line == "EOF")
		heredoc = 0
	open = heredoc || line ~ /\\$/ || !(command ~ /<<'?EOF'?/ || closed(command))
	if (open)
		return
	print command > (to "/" n ".cmd")
	printf "" > (to "/" n ".expect")
	command = ""
}

/^```/ {
	console = $0 == "```console" && !console
	if (open) {
		print FILENAME ":" FNR ": the command above does not end" > "/dev/stderr"
		exit 1
	}
	next
}
!console { next }
open { command_line($0); next }
/^\$ / {
	n++
	print FILENAME ":" FNR > (to "/" n ".place")
	command_line(substr($0, 3))
	next
}
{ print > (to "/" n ".expect") }
