# stdlib/rows.awk - the macros of the prelude as rows for compiler/builtin_prelude.c: one for each comment "// form: sentence", maybe with a line
# "// example: program" below.  What has a macro without parameters is a variable.
function finish() {
	if (name)
		printf "MACRO(\"%s\", \"%s\", \"%s\", \"%s\", %s)\n", name, form, sentence, example, flag
	name = example = ""
}

/^\/\/ [a-z_0-9]+[( ].* -> .*: / {
	finish()
	colon = index($0, ": ")
	form = substr($0, 4, colon - 4)
	sentence = substr($0, colon + 2)
	name = form
	sub(/[( ].*/, "", name)
	flag = "0"
}

/^\/\/ example: / {
	example = substr($0, 13)
	gsub(/[\\"]/, "\\\\&", example)
}

/^macro [a-z_0-9]+\(\)/ { flag = "BI_VARIABLE" }

END { finish() }
