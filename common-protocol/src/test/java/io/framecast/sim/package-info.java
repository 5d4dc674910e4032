/** A network in virtual time, from a seed, and the checker of what it delivered. */
@NullMarked
package io.framecast.sim;

import org.jspecify.annotations.NullMarked;
