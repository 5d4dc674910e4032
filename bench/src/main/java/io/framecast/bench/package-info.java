/** Measurements as commands of the program framecast. */
@NullMarked
package io.framecast.bench;

import org.jspecify.annotations.NullMarked;
