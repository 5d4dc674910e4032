@NullMarked
package io.framecast.transport;

import org.jspecify.annotations.NullMarked;
