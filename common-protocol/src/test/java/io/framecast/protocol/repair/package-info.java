@NullMarked
package io.framecast.protocol.repair;

import org.jspecify.annotations.NullMarked;
