/** What watches over the memory of the modules' tests. */
@NullMarked
package io.framecast.leak;

import org.jspecify.annotations.NullMarked;
