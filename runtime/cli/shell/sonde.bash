# bash completion for sonde: everything that is known of options, values and probes is asked of sonde itself.

_sonde() {
	local line=${COMP_LINE:0:COMP_POINT} words=() blanks i reply also cut
	# bash takes words apart at colons and equal signs; here they are what blanks separate
	for ((i = 0; i <= COMP_CWORD; i++)); do
		blanks=${line%%[![:space:]]*}
		line=${line#"$blanks"}
		[[ -n $blanks || $i -eq 0 ]] && words+=('')
		if ((i == COMP_CWORD)); then
			words[-1]+=$line
		else
			words[-1]+=${COMP_WORDS[i]}
			line=${line#"${COMP_WORDS[i]}"}
		fi
	done
	mapfile -t reply < <("${words[0]}" --complete "${words[@]:1}" 2>/dev/null)
	also=${reply[0]}
	COMPREPLY=("${reply[@]:1}")
	COMPREPLY=("${COMPREPLY[@]%%$'\t'*}")
	case $also in
	files)
		compopt -o filenames
		mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "${words[-1]}")
		;;
	directories)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -d -- "${words[-1]}")
		;;
	commands) mapfile -t COMPREPLY < <(compgen -c -- "${words[-1]}") ;;
	esac
	# what is not finished at a colon, a slash or an equal sign goes on in the same word, as does a program
	if [[ ${COMPREPLY[0]} == *[:=/\(] || ${words[-1]} == [\'\"]* ]]; then
		compopt -o nospace
	fi
	# readline puts a reply in the place of what stands behind the last colon or equal sign, quotes aside
	if [[ ${words[-1]} != [\'\"]* && ${words[-1]} == *[:=]* ]]; then
		cut=${words[-1]%"${words[-1]##*[:=]}"}
		COMPREPLY=("${COMPREPLY[@]#"$cut"}")
	fi
}

complete -F _sonde sonde
