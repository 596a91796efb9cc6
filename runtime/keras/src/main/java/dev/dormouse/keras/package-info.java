/**
 * Translates Keras models (HDF5 and {@code .keras}) to ONNX at compile time, so that a function needs no Keras. Depends
 * on {@code dev.dormouse.step}, plan and jHDF; knows no other engine.
 */
@NullMarked
package dev.dormouse.keras;

import org.jspecify.annotations.NullMarked;
