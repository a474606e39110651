# man/page.awk - a manual page out of its source: the program's own tables in the place of @variable@, @function@, @aggregation@, @probe@, @config@ and @option@,
# @VERSION@ and @DATE@, and text lines of at most 80 columns, as mandoc wants them.
# usage: awk -F '\t' -v version=V -v date=D -f man/page.awk ROWS SOURCE       ROWS: what `sonde-compile --rows` prints

function escaped(text) {
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	gsub(/"/, "\\(dq", text)
	return text
}

NR == FNR {
	rows[$1] = rows[$1] ".TP\n.B \"" escaped($3) "\"\n" wrapped(escaped($4)) "\n"
	next
}

# a text line in pieces, broken at blanks; a piece must not begin like a request
function wrapped(text,   out, at) {
	while (length(text) > 80) {
		for (at = 80; at > 0; at--)
			if (substr(text, at, 1) == " " && substr(text, at + 1, 1) !~ /[.' ]/ && substr(text, at - 1, 1) !~ /[ \\]/)
				break
		if (!at)
			break
		out = out substr(text, 1, at - 1) "\n"
		text = substr(text, at + 1)
	}
	return out text
}

/^\.nf/ { as_it_is = 1 }
/^\.fi/ { as_it_is = 0 }
/^@[a-z]*@$/ { printf "%s", rows[substr($0, 2, length($0) - 2)]; next }
{ gsub(/@VERSION@/, version); gsub(/@DATE@/, date) }
as_it_is || /^[.']/ { print; next }
{ print wrapped($0) }
