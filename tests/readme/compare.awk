# tests/readme/compare.awk - called by tests/readme/run and play: awk -f compare.awk EXPECT OUT; the rules stand in the head of run.
# Prints the first line that is missing and ends with 1 when OUT is something else.  -v prefix=1: OUT may go on.

# blanks are one blank, bars as short as they can be, colours away
function normal(line) {
	gsub(/\033\[[0-9;]*m/, "", line)
	gsub(/[ \t]+/, " ", line)
	gsub(/^ | $/, "", line)
	gsub(/\|@* *\|/, "|@|", line)
	return line
}

# an expected line as a regular expression
function pattern(line) {
	line = normal(line)
	gsub(/[][\\.^$*+?(){}|]/, "\\\\&", line)
	gsub(/0x[0-9a-f]+/, "0x[[:xdigit:]]+", line)
	gsub(/[0-9]+(\\\.[0-9]+)?/, "[0-9]+(\\.[0-9]+)?", line)
	gsub(/\\\.\\\.\\\./, ".*", line)
	return "^" line "$"
}

# blank lines count for nothing: where they are depends on where the output goes
/^[ \t]*$/ { next }
FILENAME == ARGV[1] { if ($0 != "^C") expect[++expected] = $0; next }
{ out[++lines] = normal($0) }

function matches(e, o) {
	for (; e <= expected; e++) {
		if (expect[e] == "...") {
			for (; o <= lines + 1; o++)
				if (matches(e + 1, o))
					return 1
			return 0
		}
		if (o > lines || out[o] !~ pattern(expect[e])) {
			if (e >= furthest) {
				furthest = e
				missing = expect[e]
				instead = o > lines ? "the end" : out[o]
			}
			return 0
		}
		o++
	}
	if (o > lines || prefix)
		return 1
	missing = "the end"
	instead = out[o]
	return 0
}

END {
	if (matches(1, 1))
		exit 0
	print "expected: " missing
	print "instead:  " instead
	exit 1
}
