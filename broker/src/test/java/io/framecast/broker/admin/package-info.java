@NullMarked
package io.framecast.broker.admin;

import org.jspecify.annotations.NullMarked;
