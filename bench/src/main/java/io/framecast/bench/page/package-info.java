/** What a viewer in a browser waits for: the first picture, and the way of each from capture to screen. */
@NullMarked
package io.framecast.bench.page;

import org.jspecify.annotations.NullMarked;
