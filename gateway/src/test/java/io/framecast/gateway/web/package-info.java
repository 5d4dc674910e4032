@NullMarked
package io.framecast.gateway.web;

import org.jspecify.annotations.NullMarked;
