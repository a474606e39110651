prog    /* what is left out is not read */
        #ifdef NOWHERE
        #include <nowhere.h>
        #error nobody
        struct {{{
        don't
        #if 1
        #endif
        #elif defined(SONDE) && !defined NOWHERE && 0x10 >> 2 == 4 && -1 < 1u == 0
        #define A \
        	5
        #ifdef A
        begin { @y = ; }
        #endif
        #else
        end { @x = ; }
        #if 0
        #else
        #elif 1
        #endif
        #endif
        #pragma pack(push, 3)
        #pragma once
expect  <arg>:13:14: error: expected an expression, found ';'
            begin { @y = ; }
                         ^
        <arg>:22:1: error: '#pragma pack' takes 1, 2, 4, 8 or 16, 'push' and 'pop'
            #pragma pack(push, 3)
            ^~~~~~~
