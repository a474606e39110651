/* The members of the classes of dwarf_objects.h that another unit defines. */
#include "dwarf_objects.h"
Assigned &Assigned::operator=(const Assigned &o) { id = o.id; return *this; }
Owner::Owner(int i) : id(i), tag(i + 1) {}
Owner::Owner(const Owner &o) : id(o.id), tag(o.tag) {}
Owner::~Owner() { id = 0; }
Destroyed::~Destroyed() { id = 0; }
Copied::Copied(const Copied &o) : id(o.id) {}
Moved::Moved(Moved &&o) : id(o.id) {}
int Virtual::get() const { return id; }
