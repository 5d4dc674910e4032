/** What a person types, and the terminal that it is typed into. */
@NullMarked
package io.framecast.subscriber.shell;

import org.jspecify.annotations.NullMarked;
