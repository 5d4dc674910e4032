@NullMarked
package io.framecast.gateway;

import org.jspecify.annotations.NullMarked;
