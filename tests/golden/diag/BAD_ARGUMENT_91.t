prog    iter:task_file { $f = ctx.file; print(path($f.f_path)); print(path(ctx.file.f_inode)); print(path(1)); print(path(ctx.file.f_path, 0)); print(path(ctx.file.f_path, 2000)); }
expect  <arg>:1:44: error: path() takes a struct path that is reached from ctx or args by fields alone
            iter:task_file { $f = ctx.file; print(path($f.f_path)); print(path(ctx.file.f_inode)); print(path(1)); print(path(ctx.file.f_path, 0)); print(path(ctx.file.f_path, 2000)); }
                                                       ^~~~~~~~~
            hint: as in path(ctx.file.f_path)
        <arg>:1:68: error: path() takes a struct path that is reached from ctx or args by fields alone
            iter:task_file { $f = ctx.file; print(path($f.f_path)); print(path(ctx.file.f_inode)); print(path(1)); print(path(ctx.file.f_path, 0)); print(path(ctx.file.f_path, 2000)); }
                                                                               ^~~~~~~~~~~~~~~~
            hint: as in path(ctx.file.f_path)
        <arg>:1:99: error: path() takes a struct path that is reached from ctx or args by fields alone
            iter:task_file { $f = ctx.file; print(path($f.f_path)); print(path(ctx.file.f_inode)); print(path(1)); print(path(ctx.file.f_path, 0)); print(path(ctx.file.f_path, 2000)); }
                                                                                                              ^
            hint: as in path(ctx.file.f_path)
        <arg>:1:132: error: path() takes a size (up to max_strlen) from 1 to 1024, not 0
            iter:task_file { $f = ctx.file; print(path($f.f_path)); print(path(ctx.file.f_inode)); print(path(1)); print(path(ctx.file.f_path, 0)); print(path(ctx.file.f_path, 2000)); }
                                                                                                                                               ^
        <arg>:1:165: error: path() takes a size (up to max_strlen) from 1 to 1024, not 2000
            iter:task_file { $f = ctx.file; print(path($f.f_path)); print(path(ctx.file.f_inode)); print(path(1)); print(path(ctx.file.f_path, 0)); print(path(ctx.file.f_path, 2000)); }
                                                                                                                                                                                ^~~~
