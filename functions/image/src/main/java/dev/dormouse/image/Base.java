package dev.dormouse.image;

/** What an image is built on. */
public sealed interface Base {

    /** This machine's own glibc and JDK: nothing is pulled. */
    record ThisMachine() implements Base {}

    /** An image in a registry that holds glibc and a Java from 17 on. */
    record Registry(String reference, boolean insecure) implements Base {}
}
