/** Where pictures and sound come from. */
@NullMarked
package io.framecast.producer.source;

import org.jspecify.annotations.NullMarked;
