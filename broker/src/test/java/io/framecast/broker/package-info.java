@NullMarked
package io.framecast.broker;

import org.jspecify.annotations.NullMarked;
