/** What the tests of the subscriber share. */
@NullMarked
package io.framecast.subscriber;

import org.jspecify.annotations.NullMarked;
