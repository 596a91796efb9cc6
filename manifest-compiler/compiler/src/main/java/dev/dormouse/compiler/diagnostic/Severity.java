package dev.dormouse.compiler.diagnostic;

/** An error refuses the manifest; a warning does not. */
public enum Severity {
    ERROR,
    WARNING
}
