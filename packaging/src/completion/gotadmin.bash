# Completion of gotadmin(1) for bash(1): the names of its commands, then files.

_gotadmin()
{
	local current=${COMP_WORDS[COMP_CWORD]}
	if ((COMP_CWORD == 1)); then
		COMPREPLY=($(compgen -W 'confinement indexpack listpack' -- "$current"))
	else
		compopt -o filenames 2>/dev/null
		COMPREPLY=($(compgen -f -- "$current"))
	fi
}

complete -F _gotadmin gotadmin
