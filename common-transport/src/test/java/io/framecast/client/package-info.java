@NullMarked
package io.framecast.client;

import org.jspecify.annotations.NullMarked;
