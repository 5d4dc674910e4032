/** What the report makes of its rows. */
@NullMarked
package io.framecast.bench.page;

import org.jspecify.annotations.NullMarked;
