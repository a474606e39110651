# a line a frame, those beyond main() too: address, stack pointer, and the symbol as the linker has it
set backtrace past-main on
set backtrace limit 2000
set print demangle off
define tell
	printf "frame %lx %lx ", $pc, $sp
	info symbol $pc
end
frame apply all -q tell
