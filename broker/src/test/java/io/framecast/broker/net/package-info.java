@NullMarked
package io.framecast.broker.net;

import org.jspecify.annotations.NullMarked;
