/** What happens at a time, whatever it is: knows neither protocol nor transport. */
@NullMarked
package io.framecast.time;

import org.jspecify.annotations.NullMarked;
