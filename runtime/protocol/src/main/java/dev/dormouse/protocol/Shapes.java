package dev.dormouse.protocol;

/** How the lists of a request are fitted to the shape of an input. */
public enum Shapes {
    /** The rank must be the type's; a first dim that has a name may be left out, which means one row. */
    EXACT,
    /** As OVH's serving runtime does: any list whose elements can be laid out in the wanted shape; extra names are ignored. */
    OVH
}
