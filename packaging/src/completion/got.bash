# Completion of got(1) for bash(1). Needs nothing but bash.

_got()
{
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
	local command= word i
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $word != -* ]]; then
			command=$word
			break
		fi
	done
	COMPREPLY=()
	case $command in
	'')
		if [[ $current == -* ]]; then
			COMPREPLY=($(compgen -W '-h --help -V --version' -- "$current"))
		else
			COMPREPLY=($(compgen -W 'clone fetch' -- "$current"))
		fi
		;;
	clone | cl)
		case $previous in
		-i | --identity | --skip-list | --cacert | --netrc-file)
			compopt -o filenames 2>/dev/null
			COMPREPLY=($(compgen -f -- "$current"))
			return
			;;
		--helper-user)
			COMPREPLY=($(compgen -A user -- "$current"))
			return
			;;
		-J | --jump)
			COMPREPLY=($(compgen -A hostname -- "$current"))
			return
			;;
		-b | --branch | -R | --reference | --max-redirs | --proxy | --noproxy | --retries | --connect-timeout | --timeout | --max-time | \
			--max-pack-size | --max-object-size | --max-growth)
			return
			;;
		esac
		if [[ $current == -* ]]; then
			COMPREPLY=($(compgen -W '
				-a --all
				-b --branch
				-i --identity
				-J --jump
				-l --list
				-m --mirror
				-q --quiet
				-R --reference
				-v --verbose
				--json
				--cacert
				--max-redirs
				--netrc-file
				--proxy
				--noproxy
				--retries
				--connect-timeout
				--timeout
				--max-time
				--max-pack-size
				--max-object-size
				--max-growth
				--skip-list
				--helper-user
				--trust-directory
				--no-landlock
				--unconfined' -- "$current"))
		else
			compopt -o filenames 2>/dev/null
			COMPREPLY=($(compgen -W 'https:// git:// ssh:// http://' -- "$current") $(compgen -d -- "$current"))
		fi
		;;
	fetch | fe)
		case $previous in
		-i | --identity | --skip-list | --cacert | --netrc-file)
			compopt -o filenames 2>/dev/null
			COMPREPLY=($(compgen -f -- "$current"))
			return
			;;
		-r | --repository)
			compopt -o filenames 2>/dev/null
			COMPREPLY=($(compgen -d -- "$current"))
			return
			;;
		--helper-user)
			COMPREPLY=($(compgen -A user -- "$current"))
			return
			;;
		-J | --jump)
			COMPREPLY=($(compgen -A hostname -- "$current"))
			return
			;;
		-b | --branch | -R | --reference | --max-redirs | --proxy | --noproxy | --retries | --connect-timeout | --timeout | --max-time | \
			--max-pack-size | --max-object-size | --max-growth)
			return
			;;
		esac
		if [[ $current == -* ]]; then
			COMPREPLY=($(compgen -W '
				-a --all
				-b --branch
				-d --delete
				-i --identity
				-J --jump
				-l --list
				-q --quiet
				-R --reference
				-r --repository
				-t --tags
				-v --verbose
				-X --forget
				--json
				--cacert
				--max-redirs
				--netrc-file
				--proxy
				--noproxy
				--retries
				--connect-timeout
				--timeout
				--max-time
				--max-pack-size
				--max-object-size
				--max-growth
				--skip-list
				--helper-user
				--trust-directory
				--no-landlock
				--unconfined' -- "$current"))
		else
			COMPREPLY=($(compgen -W 'origin' -- "$current"))
		fi
		;;
	esac
}

complete -F _got got
