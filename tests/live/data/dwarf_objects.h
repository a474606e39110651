/* Classes that C++ passes as they are, or as pointers to them: tests/live/dwarf.t.  Each has an `id`; the members are defined in the second file. */
struct Trivial { int id, tag; Trivial(int i) : id(i), tag(i + 1) {} Trivial(const Trivial &) = default; ~Trivial() = default; };
struct Assigned { int id; Assigned(int i) : id(i) {} Assigned &operator=(const Assigned &o); };
struct Owner { int id, tag; Owner(int i); Owner(const Owner &o); ~Owner(); };
struct Destroyed { int id; Destroyed(int i) : id(i) {} ~Destroyed(); };
struct Copied { int id; Copied(int i) : id(i) {} Copied(const Copied &o); };
struct Moved { int id; Moved(int i) : id(i) {} Moved(Moved &&o); };
struct MovedAlone { int id; MovedAlone(int i) : id(i) {} MovedAlone(const MovedAlone &) = delete; MovedAlone(MovedAlone &&) = default; };
struct Kept { int id; Kept(int i) : id(i) {} Kept(const Kept &) = delete; };
struct Derived : Owner { Derived(int i) : Owner(i) {} };
struct Holder { int id; Copied inner[1]; Holder(int i) : id(i), inner{ i } {} };
struct Virtual { int id; Virtual(int i) : id(i) {} virtual int get() const; };
struct Shared : virtual Trivial { int id; Shared(int i) : Trivial(i), id(i) {} };
template <typename T> struct Box { T id; Box(T i) : id(i) {} Box(const Box &o) : id(o.id) {} };
template <typename T> struct Plain { T id; template <typename U> Plain(const Plain<U> &o) : id(o.id) {} Plain(T i) : id(i) {} };
typedef const Owner Named;

#define CLASSES(X) X(Trivial, 1) X(Assigned, 2) X(Owner, 3) X(Destroyed, 4) X(Copied, 5) X(Moved, 6) X(MovedAlone, 7) X(Derived, 8) X(Holder, 9) \
	X(Virtual, 10) X(Shared, 11) X(Box<int>, 12) X(Plain<int>, 13) X(Named, 14) X(Kept, 15)
