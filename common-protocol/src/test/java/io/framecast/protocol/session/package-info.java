@NullMarked
package io.framecast.protocol.session;

import org.jspecify.annotations.NullMarked;
