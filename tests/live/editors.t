# tests/live/editors.t - the syntax files of man/editors: what Vim makes of the words of a script, and what the expressions of the TextMate grammar match.
name    Vim knows a script by its name or first line, and its words by the program's own tables
before  mkdir -p vim/syntax vim/ftdetect; cp "${SONDE%/*}/editors/sonde.vim" vim/syntax/; cp "$TESTDATA/../../../man/editors/ftdetect.vim" vim/ftdetect/sonde.vim
        printf '%s\n' '#!/usr/bin/env sonde' 'config = { max_strlen = 64 }' 'tracepoint:sched:sched_switch, begin /pid == 1/ {' '	// a comment' '	@m[comm, arg0] = hist(10ms); $x = (uint64)5;' '	if (true) { printf("%d\n", nsecs); }' '}' > a.probe
        cp a.probe script
        cat > look.vim <<'X'
        set runtimepath^=vim
        filetype on
        syntax on
        edit FILE
        let out = [&filetype]
        for [l, word] in [[1, 'env'], [2, 'config'], [2, 'max_strlen'], [3, 'tracepoint'], [3, 'sched_switch'], [3, 'begin'], [3, 'pid'], [4, 'comment'], [5, '@m'], [5, 'comm'], [5, 'arg0'], [5, 'hist'], [5, '10ms'], [5, '$x'], [5, 'uint64'], [6, 'if'], [6, 'true'], [6, 'printf'], [6, '%d'], [6, '\n'], [6, 'nsecs']]
        	call add(out, word . ' ' . synIDattr(synID(l, stridx(getline(l), word) + 1, 1), 'name'))
        endfor
        call writefile(out, 'said')
        qall!
        X
sh      for f in a.probe script; do sed "s/FILE/$f/" look.vim > one.vim; vim -u NONE -N -es -S one.vim < /dev/null; cp said said.$f; done; cmp said.a.probe said.script && cat said
expect
        sonde
        env sondeComment
        config sondeKeyword
        max_strlen sondeConfigKey
        tracepoint sondeProbe
        sched_switch sondeProbe
        begin sondeProbe
        pid sondeVariable
        comment sondeComment
        @m sondeMap
        comm sondeVariable
        arg0 sondeVariable
        hist sondeAggregation
        10ms sondeNumber
        $x sondeLocal
        uint64 sondeType
        if sondeKeyword
        true sondeKeyword
        printf sondeFunction
        %d sondeFormat
        \n sondeEscape
        nsecs sondeVariable
---
name    every name that the program has is in the files of the editors
sh      "${SONDE%/*}/sonde-compile" --rows | cut -f 2 | grep -v N$ | sort -u > names; for f in sonde.vim sonde.tmLanguage.json; do tr -c 'a-zA-Z0-9_' '\n' < "${SONDE%/*}/editors/$f" | sort -u | comm -23 names -; done; wc -l < names | grep -c '^1[5-9][0-9]\|^2'; grep -c '@[a-z]*|\{0,1\}@' "${SONDE%/*}/editors/sonde.vim" || true
expect
        1
        0
---
name    the TextMate grammar is JSON, and each of its expressions matches what it is for
sh      /usr/bin/python3 "$TESTDATA/grammar.py" "${SONDE%/*}/editors/sonde.tmLanguage.json"
expect
        comment.line.double-slash.sonde: // why
        entity.name.type.probe.sonde: tracepoint:sched:sched_switch
        entity.name.type.probe.sonde: begin
        keyword.control.sonde: while
        storage.type.sonde: uint64
        variable.language.sonde: arg12
        variable.language.sonde: nsecs
        support.function.sonde: printf
        support.function.aggregation.sonde: hist
        variable.other.map.sonde: @reads
        variable.other.local.sonde: $slow
        constant.numeric.sonde: 10ms
        constant.numeric.sonde: 0x1f
        nothing: plain
