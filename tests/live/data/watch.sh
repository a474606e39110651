# usage: watch.sh PROGRAM WRITES READS [CALLS]   Traces $TESTBIN/watched, which see, from before its first access on.  Parameters of the program: $1 the
# address of the variable, $2 that of step(), $3 that of the member `personality` of the process's task_struct where there is BTF.
program=$1
shift
mkfifo go ready
: >out
$TESTBIN/watched "$@" <go >out &
exec 3>go
until read -r pid variable step <out; do sleep 0.02; done
if [ -e /sys/kernel/btf/vmlinux ]; then
	personality=$($SONDE -q -e 'iter:task { if (ctx.task.pid == $1) { printf("0x%lx\n", (uint64)ctx.task + offsetof(struct task_struct, personality)); } }' $pid)
fi
$SONDE -q --no-warnings -p $pid --ready-fd 4 -e "$program" $variable $step $personality 4>ready &
read -r line <ready && echo >&3
wait $!
