/** What the fuzz targets of several modules share. */
@NullMarked
package io.framecast.fuzz;

import org.jspecify.annotations.NullMarked;
