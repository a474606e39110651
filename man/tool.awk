# man/tool.awk - the manual page of a named script out of what `sonde NAME --help` prints: its leading comment, and its parameters.
# usage: awk -v name=NAME -f man/tool.awk

function escaped(text) {
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	sub(/^[.']/, "\\\\\\&&", text)
	return text
}

# lines that are indented stay as they are laid out
function lay_out(line) {
	if (line ~ /^[ \t]/ && !as_it_is) {
		print ".PP\n.nf"
		as_it_is = 1
	} else if (line !~ /^[ \t]/ && as_it_is) {
		print ".fi"
		as_it_is = 0
		if (line != "")
			print ".PP"
	}
}

NR == 1 {
	question = $0
	sub(/^[^ ]+ - /, "", question)
	print ".TH SONDE-" toupper(name) " 8 \"@DATE@\" \"sonde @VERSION@\" \"System administration\""
	print ".SH NAME\nsonde\\-" name " \\- " escaped(question)
	print ".SH SYNOPSIS\n.B sonde " name "\n.RI [ options ]\n.RI [ parameters ]"
	print ".SH DESCRIPTION"
	next
}

/^  --/ {
	if (!in_parameters)
		parameters = ".SH PARAMETERS\n"
	in_parameters = 1
	split($0, words, " ")
	text = $0
	sub(/^ +[^ ]+ +[^ ]+ +/, "", text)
	default = text
	sub(/  .*/, "", default)
	sub(/^("[^"]*"|[^ ]+) */, "", text)
	parameters = parameters ".TP\n.B \"" escaped(words[1]) "\"\n" escaped(text (text ? " " : "") "(" words[2] ", default " default ")") "\n"
	next
}

{
	lay_out($0)
	if ($0 == "") {
		blank = 1
	} else {
		if (blank && begun && !as_it_is)
			print ".PP"
		blank = 0
		begun = 1
		print escaped($0)
	}
}

END {
	if (as_it_is)
		print ".fi"
	if (!begun)
		print "See the script itself."
	printf "%s", parameters
	print ".SH SEE ALSO\n.BR sonde (8),\n.BR sonde\\-language (7)"
}
