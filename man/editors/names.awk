# man/editors/names.awk - fills the names of the language into the files of an editor: @keyword@, @type@, @variable@, @function@, @aggregation@, @config@ and @probe@
# become the names of that kind between blanks, @keyword|@ and so on the same between bars, for regular expressions.
# usage: awk -F '\t' -f man/editors/names.awk ROWS SOURCE        ROWS: what `sonde-compile --rows` prints

function add(kind, name) {
	if (name == "" || name ~ /N$/) # argN and the like: the files have a pattern for them
		return
	names[kind] = names[kind] (names[kind] ? " " : "") name
}

NR == FNR {
	add($1, $2)
	count = split($6, others, " ")
	for (i = 1; i <= count; i++)
		add($1, others[i])
	next
}

{
	while (match($0, /@[a-z]+\|?@/)) {
		kind = substr($0, RSTART + 1, RLENGTH - 2)
		bars = sub(/\|$/, "", kind)
		text = names[kind]
		if (bars)
			gsub(/ /, "|", text)
		$0 = substr($0, 1, RSTART - 1) text substr($0, RSTART + RLENGTH)
	}
	print
}
