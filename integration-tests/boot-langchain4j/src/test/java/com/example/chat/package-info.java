@NullMarked
package com.example.chat;

import org.jspecify.annotations.NullMarked;
