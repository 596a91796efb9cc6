/**
 * Image steps: decoding, resizing, cropping and turning images into tensors, with the numbers that Pillow and
 * torchvision give. Images are UINT8[n, height, width, channels]. Depends on the step SPI and on {@code java.desktop}'s
 * image decoders, which need no display.
 */
@NullMarked
package dev.dormouse.steps.image;

import org.jspecify.annotations.NullMarked;
