@NullMarked
package io.framecast.protocol.media;

import org.jspecify.annotations.NullMarked;
