/* tests/live/helpers/usdt.c - static probes whose notes are written by hand, so that each operand
 * is known:
 *   usdt fire COUNT  fires app:forms, app:memory and app:constants COUNT times, app:step three
 *                    times as often, from three places with operands of different forms: its
 *                    arguments are the round and 1, 2 or 3
 *   usdt many COUNT  fires app:guarded COUNT times when its semaphore is up at that moment; prints
 *                    how often that was
 *   usdt wait        prints the semaphore of app:guarded at the start, when it has changed, and
 *                    when it has changed back
 * A second word "pause" behind the count waits for a line of input before. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NOTE(name, args, semaphore) \
	"990: nop\n" \
	".pushsection .note.stapsdt,\"?\",\"note\"\n" \
	".balign 4\n" \
	".4byte 992f-991f,994f-993f,3\n" \
	"991: .asciz \"stapsdt\"\n" \
	"992: .balign 4\n" \
	"993: .8byte 990b\n" \
	".8byte _.stapsdt.base\n" \
	".8byte " semaphore "\n" \
	".asciz \"app\"\n.asciz \"" name "\"\n.asciz \"" args "\"\n" \
	"994: .balign 4\n" \
	".popsection\n"

__asm__(".pushsection .stapsdt.base,\"aG\",\"progbits\",.stapsdt.base,comdat\n"
	".weak _.stapsdt.base\n"
	".hidden _.stapsdt.base\n"
	"_.stapsdt.base: .space 1\n"
	".size _.stapsdt.base,1\n"
	".popsection\n");

uint16_t volatile usdt_semaphore __attribute__((section(".probes")));
uint64_t usdt_table[4] = { 1111, 2222, 0xfffffffffffffffdull, 4444 };
#endif

static void fire(uint64_t round)
{
#if defined(__x86_64__)
	__asm__ volatile(
		"movabsq $0x1122334455667788, %%rax\n"
		"movq $-2, %%r9\n"
		"movl $0xfffffffe, %%ecx\n" NOTE("forms",
			"8@%%rax -4@%%eax 2@%%ax 1@%%al -1@%%al 1@%%ah -8@%%r9 4@%%r9d -2@%%r9w 1@%%r9b -8@%%ecx 8@%%ecx",
			"0")
		:
		:
		: "rax", "rcx", "r9");
	__asm__ volatile(
		"leaq usdt_table(%%rip), %%rbx\n"
		"movl $3, %%ecx\n" NOTE("memory",
			"8@(%%rbx) 8@8(%%rbx) -4@16(%%rbx) 4@16(%%rbx) 8@(%%rbx,%%rcx,8) 8@-8(%%rbx,%%rcx,8) 2@usdt_table(%%rip) 8@usdt_table+8(%%rip) -1@16+usdt_table(%%rip) "
			"8@usdt_table 8@$usdt_table 8@%%rip 1@3(%%rip) 8@usdt_table(,%%rcx,8)",
			"0")
		:
		:
		: "rbx", "rcx");
	__asm__ volatile(
		NOTE("constants", "8@$5 -8@$-1 -4@$-7 4@$-1 1@$300 -2@$0x7fff 8f@%%xmm0", "0")
		:
		:);
	__asm__ volatile(NOTE("step", "8@%%rax -4@$1", "0") : : "a"(round));
	__asm__ volatile("movl $2, %%ecx\n" NOTE("step", "8@%%rdx -4@%%ecx", "0")
			 :
			 : "d"(round)
			 : "rcx");
	uint64_t stored[2] = { round, 3 };

	__asm__ volatile(NOTE("step", "8@(%%rsi) 8@8(%%rsi)", "0") : : "S"(stored), "m"(stored));
	__asm__ volatile(NOTE("none", "", "0") : :);
#else
	(void)round;
#endif
}

static long guarded(long count)
{
	long done = 0;

#if defined(__x86_64__)
	for (long i = 0; i < count; i++)
		if (usdt_semaphore) {
			__asm__ volatile(NOTE("guarded", "8@%%rax", "usdt_semaphore") : : "a"(i));
			done++;
		}
#else
	(void)count;
#endif
	return done;
}

static void wait_for_change(void)
{
#if defined(__x86_64__)
	for (int was = -1, changes = 0; changes < 3; usleep(1000)) {
		if (usdt_semaphore == was)
			continue;
		was = usdt_semaphore;
		changes++;
		printf("%d\n", was);
		fflush(stdout);
	}
#endif
}

int main(int argc, char **argv)
{
	long count = argc > 2 ? atol(argv[2]) : 1;

	if (argc > 3 && !strcmp(argv[3], "pause"))
		(void)!read(0, &(char){ 0 }, 1);
	if (argc > 1 && !strcmp(argv[1], "wait"))
		wait_for_change();
	else if (argc > 1 && !strcmp(argv[1], "many"))
		printf("%ld\n", guarded(count));
	else
		for (long i = 0; i < count; i++)
			fire((uint64_t)i);
	return 0;
}
