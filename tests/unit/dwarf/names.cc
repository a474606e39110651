// Names in namespaces and classes, as tests/unit/probes_dwarf_index.c looks them up.
struct Plain {
	int plain;
};
typedef Plain Alias;

namespace ns {
struct Base {
	long id;
};
class Shape : public Base {
public:
	int sides;
	static int counter;
	enum class Kind { ROUND = 3, FLAT };
	Kind kind;
	struct Inner {
		int deep;
	} inner;
};
namespace {
struct Hidden {
	int h;
};
Hidden hidden = { 5 };
}
int Shape::counter = 77;
union Number {
	int i;
	char c[8];
};
int area(const Shape &s, Number n);
int area(const Shape &s, Number n)
{
	return s.sides * s.inner.deep + hidden.h + n.i + (s.kind == Shape::Kind::FLAT);
}
}

template <typename T> struct Box {
	T value;
};
Box<Box<ns::Shape>> boxed;
Alias alias = { 4 };

int main()
{
	ns::Shape s = {};
	ns::Number n = { 1 };
	return ns::area(s, n) + boxed.value.value.sides + alias.plain == 0;
}
