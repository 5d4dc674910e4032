@NullMarked
package io.framecast.protocol.fec;

import org.jspecify.annotations.NullMarked;
