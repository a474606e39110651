/* What both units of the program know. */
struct other;
int touch(struct other *o);
