/** The face towards browsers: connections, guards, routes, the page, live streams. One event loop owns all of it. */
@NullMarked
package io.framecast.gateway.web;

import org.jspecify.annotations.NullMarked;
