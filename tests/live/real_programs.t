name    real bash: lines that are read from a terminal
needs   root tool:script
args    -q
prog    uretprobe:/bin/bash:readline /retval/ { printf("%s\n", str(retval)); } uprobe:/bin/bash:readline { @ = count(); }
run     printf '%s\n' 'echo one' 'echo "two words"' 'exit 0' | script -qec 'bash --norc --noprofile -i' /dev/null >/dev/null 2>&1
expect  echo one
        echo "two words"
        exit 0
        
        
        @: 3
---
name    real libc: malloc and getaddrinfo, as often as a program calls them, with what they return
needs   root
sh      cat >calls.c <<'here'
        #include <netdb.h>
        #include <stdlib.h>
        int main(void)
        {
        	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST }, *found;
        	void *kept[16] = { 0 };

        	for (int i = 0; i < 5000; i++) {
        		free(kept[i % 16]);
        		kept[i % 16] = malloc(12345);
        	}
        	for (int i = 0; i < 300; i++)
        		if (getaddrinfo(i % 3 ? "127.0.0.1" : "no address", NULL, &hints, &found) == 0)
        			freeaddrinfo(found);
        	return 0;
        }
        here
        cc -O1 -fno-builtin -o calls calls.c && $SONDE -q -e 'uprobe:libc:malloc { @asked[tid] = arg0; }
            uretprobe:libc:malloc /@asked[tid] == 12345/ { @malloc[retval != 0] = count(); delete(@asked, tid); }
            uprobe:libc:getaddrinfo { @getaddrinfo = count(); } uretprobe:libc:getaddrinfo { @result[(int32)retval] = count(); } uprobe:libc:freeaddrinfo { @freeaddrinfo = count(); }
            end { clear(@asked); }' -c ./calls | grep .
expect  @freeaddrinfo: 200
        @getaddrinfo: 300
        @malloc[true]: 5000
        @result[-2]: 100
        @result[0]: 200
---
name    real OpenSSL: as many bytes come and go through it as curl says it got and sent
needs   root tool:openssl tool:curl full-speed
sh      openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -days 2 -subj /CN=localhost >/dev/null 2>&1; head -c 300000 /dev/zero >page
        openssl s_server -accept 127.0.0.1:0 -naccept 1 -WWW -key key -cert certificate >server 2>&1 &
        until port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' server) && [ -n "$port" ]; do sleep 0.05; done
        $SONDE -q -o seen -e 'uretprobe:libssl:SSL_read /(int32)retval > 0/ { @read = sum((int32)retval); } uretprobe:libssl:SSL_write /(int32)retval > 0/ { @written = sum((int32)retval); }' -c "curl -s -k -o got -w '%{size_header} %{size_download} %{size_request}' https://127.0.0.1:$port/page" >curl
        read -r header body request <curl; grep . seen | sed "s/: $((header + body))\$/ header and body/; s/: $request\$/ request/"; echo $body; cmp page got
expect  @read header and body
        @written request
        300000
---
name    real nginx and curl: what each end reads is what the other wrote, and as many bytes as curl and the files say
needs   root tool:nginx tool:openssl tool:curl tool:ip full-speed
sh      openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -days 2 -subj /CN=localhost >/dev/null 2>&1
        mkdir files; head -c 3000000 /dev/urandom >files/page; head -c 700000 /dev/urandom >form
        cat >conf <<'here'
        daemon off; master_process off; pid pid; error_log errors; user root;
        events { }
        http {
        	access_log off;
        	client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
        	server { listen 127.0.0.1:443 ssl; ssl_certificate certificate; ssl_certificate_key key; root files; location / { dav_methods PUT; client_max_body_size 1m; } }
        }
        here
        cat >script <<'here'
        uretprobe:libssl:SSL_read /(int32)retval > 0/ { @read[comm] = sum((int32)retval); }
        uretprobe:libssl:SSL_write /(int32)retval > 0/ { @written[comm] = sum((int32)retval); }
        here
        cat >all <<'here'
        ask() { curl -s -k -H Expect: -w '%{size_header} %{size_download} %{size_request} %{size_upload} %{http_code}\n' "$@"; }
        ip link set lo up; nginx -p "$PWD" -c conf & until [ -s pid ]; do sleep 0.05; done
        ask -o got https://127.0.0.1/page; ask -o none https://127.0.0.1/nothing; ask -T form https://127.0.0.1/new; kill $!; wait
        here
        unshare -n $SONDE -q --follow -o seen script -c 'sh all' >curl; cmp files/page got; cmp form files/new
        while read -r header download request upload code; do got=$((got + header + download)) sent=$((sent + request + upload)); echo $code $download $upload; done <curl
        sort seen | sed -n "s/: $got\$/: got/p; s/: $sent\$/: sent/p"
expect  200 3000000 0
        404 153 0
        201 0 700000
        @read[curl]: got
        @read[nginx]: sent
        @written[curl]: sent
        @written[nginx]: got
---
name    real Python: its static probe at returns of functions, with file, name and line
needs   root static-probes:/usr/bin/python3.11 full-speed
sh      printf '%s\n' 'def twice(n):' '    return 2 * n' '' 'for i in range(700):' '    twice(i)' >twice.py
        $SONDE -q -e 'usdt:/usr/bin/python3.11:python:function__return /str(arg1) == "twice"/ { @[str(arg0), str(arg1), arg2] = count(); }' -c '/usr/bin/python3.11 twice.py' | sed "s,$PWD/,," | grep .
expect  @[twice.py, twice, 2]: 700
---
name    real PostgreSQL: its static probes, with the text of each query
needs   root static-probes:/usr/lib/postgresql/15/bin/postgres tool:setpriv full-speed
before  chmod 777 .; setpriv --reuid=65534 --regid=65534 --clear-groups /usr/lib/postgresql/15/bin/initdb -D data --no-sync -A trust >log 2>&1
sh      for i in 1 2 3 4 5; do echo "select $i * $i"; done | $SONDE -q -e 'usdt:$1:query__start /strlen(str(arg0)) > 0/ { printf("%s", str(arg0)); } usdt:$1:query__done { @done = count(); } usdt:$1:query__plan__done { @planned = count(); }' -o seen \
            -c "setpriv --reuid=65534 --regid=65534 --clear-groups /usr/lib/postgresql/15/bin/postgres --single -D data template1" /usr/lib/postgresql/15/bin/postgres >answers 2>log
        grep . seen; grep -c '= "' answers
expect  select 1 * 1
        select 2 * 2
        select 3 * 3
        select 4 * 4
        select 5 * 5
        @done: 5
        @planned: 5
        5
---
name    real C++: methods by their names, and the exceptions that libstdc++ throws and catches
needs   root tool:g++ full-speed
sh      cat >shop.cc <<'here'
        #include <stdexcept>
        #include <string>
        namespace shop {
        class Order {
        public:
        	__attribute__((noinline)) int add(int count) { total += count; if (count % 4 == 0) throw std::runtime_error("four"); return total; }
        	__attribute__((noinline)) int add(const std::string &name) { total += (int)name.size(); return total; }
        private:
        	int total = 0;
        };
        }
        int main()
        {
        	shop::Order order;
        	for (int i = 1; i <= 400; i++)
        		try { order.add(i); } catch (const std::exception &) { order.add(std::string("caught")); }
        	return 0;
        }
        here
        g++ -O1 -o shop shop.cc && $SONDE -q -e 'uprobe:./shop:cpp:"shop::Order::add(int)" { @number = count(); @sum = sum(arg1); } uprobe:./shop:cpp:"shop::Order::add" { @both = count(); }
            usdt:libstdc++:throw { @thrown = count(); } usdt:libstdc++:catch { @caught = count(); }' -c ./shop | grep .
expect  @both: 500
        @caught: 100
        @number: 400
        @sum: 80200
        @thrown: 100
---
name    real Rust: functions by their names
needs   root tool:rustc full-speed
sh      cat >shop.rs <<'here'
        pub mod orders {
            #[inline(never)]
            pub fn price(count: u64) -> u64 { unsafe { std::ptr::read_volatile(&(count * 3)) } }
        }
        fn main() {
            let mut sum = 0;
            for i in 0..250 { sum += orders::price(unsafe { std::ptr::read_volatile(&i) }); }
            std::process::exit(if sum == 93375 { 0 } else { 1 });
        }
        here
        rustc -O -o shop shop.rs && $SONDE -q -e 'uprobe:./shop:"shop::orders::price" { @in = sum(arg0); @n = count(); } uretprobe:./shop:"shop::orders::price" { @out = sum(retval); }' -c ./shop | grep .
expect  @in: 31125
        @n: 250
        @out: 93375
---
name    real node: functions that it compiled while it ran have names in its stacks
needs   root tool:node full-speed
sh      printf '%s\n' 'function hotLoop(n) { let s = 0; for (let i = 0; i < n; i++) s = (s * 31 + i) % 1000003; return s; }' 'const end = Date.now() + 1000; let x = 0;' 'while (Date.now() < end) x += hotLoop(100000);' >hot.js
        $SONDE -q -e 'profile:hz:199 /pid == cpid/ { @[ustack(1)] = count(); }' -c 'node --perf-basic-prof hot.js' | grep -o hotLoop | sort -u
expect  hotLoop
