" scripts of sonde, and those of bpftrace, whose language it speaks
autocmd BufNewFile,BufRead *.probe,*.bt setfiletype sonde
autocmd BufNewFile,BufRead * if !did_filetype() && getline(1) =~# '^#!.*\<sonde\>' | setfiletype sonde | endif
