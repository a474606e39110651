# tests/live/data/terminal.sh - a person at a terminal, for cases that read it: a screen of tmux that keys are typed into and that is looked at.
# What does not come within half a minute is not coming: the case ends, and shows the screen.

export HOME="$TMP" TERM=xterm
unset XDG_STATE_HOME TMUX
screen() { tmux -S "$TMP/tmux" -f "$TMP/tmux.conf" "$@"; }
echo "set -g default-terminal screen" >"$TMP/tmux.conf"

# Start a command on a screen of 120 columns; what its terminal was set to before and after goes to files.
terminal() {
	screen new-session -d -x 120 -y 50 "stty -a >$TMP/before; $1; echo ended with \$?.; stty -a >$TMP/after; sleep 1000"
}

# Type text as it is; press keys by their names.
text() { screen send-keys -l -- "$1"; }
keys() { screen send-keys "$@"; }

shown() { screen capture-pane -p -J -S - | sed 's/ *$//' | grep -v '^$'; }

# Wait until lines of the screen match.
see_in() { # COMMAND that chooses lines, PATTERN
	tries=$((300 * ${SONDE_TEST_SLOWNESS:-1}))
	until shown | $1 | grep -q -- "$2"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "not seen: $2"; shown; screen kill-server; exit 1; }
		sleep 0.1
	done
}

# Wait until a line of the screen matches; until the last one does, where the cursor is.
see() { see_in cat "$1"; }
at() { see_in "tail -n 1" "$1"; }

# Wait for the prompt: what is typed before goes to the terminal, which treats keys in its own way.
prompt() { at '^\(sonde>\|   \.\.\.\)$'; }

# Type a line at the prompt, and wait for a line that it brings.
say() {
	prompt
	text "$1"
	keys Enter
	see "$2"
}

# Ctrl-D at the prompt.
leave() {
	prompt
	keys C-d
}

# What was typed and not read yet may take a while, and a Ctrl-C takes with it what was typed meanwhile: ask until there is an answer.
recovers() {
	until shown | grep -q '^666$'; do
		keys C-c
		sleep 1
		text '600 + 66'
		keys Enter
		sleep 1
	done
}

# The end of the command, with its exit code, and a terminal as it was.
ends() {
	see "^ended with $1\.$"
	until [ -s "$TMP/after" ]; do sleep 0.05; done
	cmp "$TMP/before" "$TMP/after" && echo "the terminal is as before"
	screen kill-server
	while screen has-session 2>/dev/null; do sleep 0.05; done
}
