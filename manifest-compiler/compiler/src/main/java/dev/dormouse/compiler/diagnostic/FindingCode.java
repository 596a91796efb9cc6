package dev.dormouse.compiler.diagnostic;

/** The stable codes of findings. A code is never used again for something else. */
public enum FindingCode {
    // DM1xx: syntax and keys
    /** The text is neither YAML nor JSON. */
    DM101,
    /** A key that is not known there. */
    DM102,
    /** A required key is missing. */
    DM103,
    /** A key that stands twice. */
    DM104,
    /** A value of the wrong kind: a list where text is asked for, an empty value. */
    DM105,
    /** A value out of its range or not of its form: a version, a name, a duration, a negative count. */
    DM106,
    /** Not UTF-8, too large, or nested too deep. */
    DM107,
    /** An apiVersion, kind or OVH type that this compiler does not know. */
    DM108,

    // DM2xx: names
    /** Two inputs or steps of one name. */
    DM201,
    /** A reference to nothing. */
    DM202,
    /** A cycle of steps. */
    DM203,
    /** A step kind that is not there. */
    DM204,
    /** An input left out that cannot be wired by name: none or several candidates. */
    DM205,
    /** An input that the step does not have. */
    DM206,
    /** An output that the step does not have. */
    DM207,
    /** Nobody uses a step's outputs (warning). */
    DM208,
    /** Nobody uses a pipeline input (warning). */
    DM209,
    /** A reference that is not of the form input or step.output. */
    DM210,

    // DM3xx: types
    /** Text that is not a type. */
    DM301,
    /** A datatype that does not fit. */
    DM302,
    /** A number of dims that does not fit. */
    DM303,
    /** A dim that does not fit. */
    DM304,
    /** An axis that the tensor does not have. */
    DM305,
    /** Labels that are not as many as the scores. */
    DM306,
    /** An option whose value does not fit the kind or the input. */
    DM307,
    /** A condition that cannot be read, or gives no truth for each row or for the request. */
    DM310,
    /** A value that may be missing for some rows or requests where it is always needed. */
    DM311,
    /** A step that cannot run on some rows of a request. */
    DM312,

    // DM4xx: artifacts
    /** A file that is not there. */
    DM401,
    /** A digest that is not the file's. */
    DM402,
    /** A file that cannot be read as what it should be. */
    DM403,
    /** A format, version or feature that no engine here runs. */
    DM404,
    /** A source outside the manifest's folder, or of a scheme that is not known. */
    DM405,
    /** A remote source without a digest. */
    DM406,
    /** A remote source that could not be fetched. */
    DM407,
    /** A tokenizer that does not belong to the model. */
    DM408,
    /** The step cannot be opened or run with what it declares. */
    DM409,

    // DM5xx: deployment
    /** Batching that cannot be proven safe. */
    DM501,
    /** Resources that cannot be, or cannot hold the models. */
    DM502,
    /** Scale that cannot be. */
    DM503,

    // DM6xx: examples
    /** An example names an input or output that is not there, or leaves out an input. */
    DM601,
    /** An example's value does not fit its type. */
    DM602,
    /** An example's result differs from what it says. */
    DM603,
    /** An example fails to run. */
    DM604,
    /** No example takes a branch (warning). */
    DM605,
    /** The examples were not tried: what a step calls is not there now (warning). */
    DM606
}
